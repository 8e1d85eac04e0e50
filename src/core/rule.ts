import type { Diagnostic } from './diagnostic.ts';

/** What reference.md says of a rule. `source`: a page and its heading, or `this tool`. */
export type RuleRow = { id: string; severity: Diagnostic['severity']; meaning: string; source: string };

type Row = readonly [id: string, severity: Diagnostic['severity'], meaning: string];

const wire: readonly Row[] = [
  ['ref-url', 'error', 'A reference is no address that the service can open.'],
  ['ref-local-media', 'error', 'A local video or audio file, for which there is no upload.'],
  ['ref-password', 'error', 'An address holds a password.'],
  ['ref-not-http', 'error', 'An address is not http or https.'],
  ['ref-private-address', 'error', 'An address is in a private network.'],
  ['ref-dead-link', 'error', 'An address answers that the file is not there.'],
  ['ref-expired-link', 'error', 'A signed address has expired.'],
  ['ref-unseen', 'warn', 'An address could not be checked from here.'],
  ['ref-wrong-media', 'error', 'A file is of another type than it is given as.'],
  ['ref-format', 'error', 'A file has a format that the model does not take.'],
  ['ref-too-big', 'error', 'A file is larger than the service takes.'],
  ['ref-image-size', 'error', 'An image has a size or shape that the service does not take.'],
  ['video-cost', 'warn', 'A video reference raises the price.'],
  ['ratio-approximate', 'warn', 'The nearest picture size was taken for the ratio.'],
  ['ratio-adaptive', 'warn', 'The video takes its shape from its files here, so no ratio is sent.'],
  ['duration-of-clip', 'info', 'The result lasts as long as its clip, so no duration is sent.'],
  ['model-unlisted', 'warn', 'The model is not in the list of this tool; it is sent unchecked.'],
  ['parameter-unpublished', 'warn', 'No document of the service names this option or value.'],
  ['frame-missing', 'error', 'A frame that the operation needs is not given.'],
];

const own: readonly Row[] = [
  ['parameter-type', 'error', 'A parameter has the wrong type.'],
  ['parameter-value', 'error', 'A parameter has a value that the model does not take.'],
  ['parameter-missing', 'error', 'A parameter that the model needs is not given.'],
  ['parameter-unknown', 'error', 'The model has no such parameter.'],
  ['parameter-twice', 'error', 'The same thing is given in two parameters.'],
  ['parameter-read-as', 'warn', 'A value was read as what it plainly means.'],
  ['text-flag', 'warn', 'A flag in the text is sent as the parameter that says the same.'],
  ['model-name', 'warn', 'The name of a model was read as the model that it means.'],
  ['ref-not-readable', 'error', 'A picture of this machine may not be used, or cannot be.'],
  ['submit-refused', 'warn', 'A submit would be refused now: a key, an upload or money is missing.'],
  ['draft-not-kept', 'warn', 'The draft could not be kept on this disk, so submit holds the full arguments.'],
  ['file-not-saved', 'warn', 'The sheet or the export could not be written to this disk.'],
];

/** What the checks of `submit_task` report beside the rules of the composer. */
export const checkRules: readonly RuleRow[] = [
  ...rowsOf(wire, 'docs/wire.md, Reference files'),
  ...rowsOf(own, 'this tool'),
];

function rowsOf(rows: readonly Row[], source: string): RuleRow[] {
  return rows.map(([id, severity, meaning]) => ({ id, severity, meaning, source }));
}
