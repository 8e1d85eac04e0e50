/** A video that each service is asked for, and how its submits and its answers are told. */
export const requests = {
  xskill: { model_id: 'st-ai/super-seed2', parameters: { prompt: 'A fox runs', duration: 5 } },
  pixazo: { model_id: 'seedance-2-0/text-to-video', parameters: { prompt: 'A fox runs', duration: 5 } },
};
export type Service = keyof typeof requests;
export const services = Object.keys(requests) as Service[];

export const isSubmit = (path: string): boolean => /\/(tasks\/create|text-to-video)$/.test(path);
export const isPoll = (path: string): boolean => /\/tasks\/query$|\/requests\/status\//.test(path);
export const inEnvelope = (service: Service, data: Record<string, unknown>): Response =>
  Response.json(service === 'xskill' ? { code: 200, data } : data);
