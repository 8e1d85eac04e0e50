import * as z from 'zod';
import type { DocumentedParameter } from '../backend.ts';
import { oneLine } from '../upstream.ts';

const parameter = z.looseObject({ enum: z.array(z.string()).optional().catch(undefined) }).catch({});
const schema = z.looseObject({ properties: z.record(z.string(), parameter).catch({}) });

/** `GET /api/v3/models/{id}/docs`, the part about parameters; none where the service describes none. */
export const documentedReply = z
  .looseObject({ data: z.looseObject({ params_schema: schema.nullish().catch(undefined) }).nullish() })
  .transform(({ data }): DocumentedParameter[] =>
    Object.entries(data?.params_schema?.properties ?? {}).map(([name, { enum: values }]) => ({
      name: oneLine(name, 60),
      values: values?.map((value) => oneLine(value, 60)),
    })),
  );
