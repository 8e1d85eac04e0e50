import { checkParameters } from '../../backends/check.ts';
import type { Service } from '../../backends/service.ts';
import { untilAborted } from '../../core/abort.ts';
import type { Ending } from '../../core/ending.ts';
import { AppError, type ErrorCode, toAppError } from '../../core/errors.ts';
import type { Failure } from '../../core/failure.ts';
import { replaceStrings } from '../../core/replace-strings.ts';
import { isSameAccount } from '../../store/claim-rules.ts';
import type { Intent } from '../../store/events.ts';
import type { Plan, PlannedRequest } from '../../store/productions/plan.ts';
import type { Production } from '../../store/productions/production.ts';
import { createKey, type Task } from '../../store/task.ts';
import type { Jobs } from '../jobs.ts';
import { send } from '../send.ts';
import { accountOf, blockedService } from '../spending.ts';
import { readNeeds } from './needs.ts';
import { parseConcurrency } from './places.ts';

/** What became of a step that was due. `post` sends it: only the owner of its claim may. */
export type Due =
  | { is: 'owned'; post(ending?: Ending): Promise<AppError | undefined> }
  | { is: 'no_place' | 'settled' | 'left' }
  /** Its service cannot be spoken to from here; somebody else may. */
  | { is: 'not_here'; why: AppError };

/** Claims a step of a production, or records why it needs no sending. Claims nothing once the signal has fired. */
export async function claimDue(
  jobs: Jobs,
  production: Production,
  number: number,
  request: PlannedRequest | undefined,
  signal: AbortSignal,
): Promise<Due> {
  const { store, clock } = jobs;
  const { key, steps } = production.plan;
  const stop = async (error: Failure): Promise<Due> => {
    await store.record({ type: 'plan_stopped', key, at: clock.now(), error });
    return { is: 'settled' };
  };
  if (!request) return stop(forgotten);
  const { service, model } = jobs.services.forModel(request.model_id);
  const why = whyNotHere(service, production, number);
  if (why) return { is: 'not_here', why };
  const needed = await untilAborted(readNeeds(jobs, production, number), signal).catch(toAppError);
  if (signal.aborted) return { is: 'left' };
  if (needed instanceof AppError) return stop(toFailure(needed));
  const { addresses, from } = needed;
  const parameters = replaceStrings(request.parameters, addresses);
  const { input } = checkParameters(model, parameters);
  if (!input) return stop(outdated(request.model_id));
  const asked = { ...request, parameters, asked: model.expected(input) };
  const intent = await createIntent(jobs, service, production.plan, asked, { number, from });
  if (signal.aborted) return { is: 'left' };
  const claimed = await store.claimStep(intent, parseConcurrency(jobs.concurrency));
  switch (claimed.outcome) {
    case 'owned':
      return {
        is: 'owned',
        post: (ending) => post(jobs, service, claimed.task, { wire: model.toWire(input), ending }),
      };
    case 'duplicate': {
      const { clip = 0 } = steps[number] ?? {};
      await store.record({ type: 'plan_linked', key, at: clock.now(), clip, step: number, task: claimed.task.key });
      return { is: 'settled' };
    }
    case 'blocked':
      return stop(toFailure(blockedService(service, claimed.task)));
    default:
      return { is: claimed.outcome === 'no_place' ? 'no_place' : 'settled' };
  }
}

/** The one POST of a step. What no other step would get either stops the production. */
async function post(
  jobs: Jobs,
  { client }: Service,
  task: Task,
  { wire, ending }: Pick<Parameters<typeof send>[2], 'wire' | 'ending'>,
): Promise<AppError | undefined> {
  const sending = send(jobs, task, { client, wire, ending });
  const { task: sent, unrecorded } = await (ending ? ending.hold(sending) : sending);
  const { state, error, step } = sent;
  if (state === 'refused' && error && step && hopeless.includes(error.code))
    await jobs.store.record({ type: 'plan_stopped', key: step.production, at: jobs.clock.now(), error });
  return unrecorded;
}

/** The account, not the request, is what is wrong. */
const hopeless: readonly ErrorCode[] = ['no_credit', 'unauthorized'];

const forgotten: Failure = {
  code: 'not_found',
  message: 'Its prompts were erased, so what is missing cannot be sent.',
  nextStep: 'Submit what is missing again.',
};

function outdated(modelId: string): Failure {
  return {
    code: 'invalid_input',
    message: `This version of seedance-mcp does not take what was planned for ${modelId}.`,
    nextStep: 'Submit what is missing again: the answer says what is wrong.',
  };
}

function toFailure({ code, message, nextStep }: AppError): Failure {
  return { code, message, nextStep };
}

function whyNotHere(service: Service, { plan }: Production, number: number): AppError | undefined {
  const { account } = plan.offers[plan.steps[number]?.offer ?? -1] ?? {};
  if (account && !isSameAccount(account, accountOf(service)))
    return new AppError('not_found', `It was planned for ${account.base_url}, which is not used here now.`);
  try {
    service.requireKey();
    return undefined;
  } catch (thrown) {
    return toAppError(thrown);
  }
}

async function createIntent(
  jobs: Jobs,
  service: Service,
  plan: Plan,
  { model_id, kind, fingerprint, parameters, asked }: PlannedRequest & Pick<Task, 'asked'>,
  { number, from }: { number: number; from: string[] },
): Promise<Intent> {
  const at = jobs.clock.now();
  const offer = plan.offers[plan.steps[number]?.offer ?? -1];
  if (!offer) throw new AppError('internal', `The plan of ${plan.key} has no step ${number}.`);
  return {
    key: createKey(at),
    at,
    fingerprint,
    ...offer.account,
    model_id,
    kind,
    price: offer.price,
    max_cost: offer.price.amount === undefined ? offer.held : undefined,
    payer: await jobs.payers.identify(service),
    again: plan.again,
    project: plan.project,
    step: { production: plan.key, number, ...(from.length > 0 && { from }) },
    asked,
    parameters,
  };
}
