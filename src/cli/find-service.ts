import type { App } from '../app.ts';
import type { Service } from '../backends/service.ts';
import { AppError } from '../core/errors.ts';
import { installation } from '../core/installation.ts';

/** The service that a person named after a command. */
export function findService({ parts: { services } }: App, id: string | undefined, command: string): Service {
  const service = services.byId(id?.toLowerCase() ?? '');
  if (service) return service;
  const known = services.all.map(({ backend }) => backend.id);
  throw new AppError('invalid_input', `Name the service: ${known.join(' or ')}.`, {
    nextStep: `${installation.command} ${command} ${known[0]}`,
  });
}
