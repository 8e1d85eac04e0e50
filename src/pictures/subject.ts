import type { ListedShot } from '../prompt/export/shot-list.ts';

/** What stands in a drawn frame. Undefined where the words do not say it: then nothing is drawn. */
export type Subject = 'person' | 'people' | 'object' | 'landscape' | 'overhead';

type Shot = Pick<ListedShot, 'size' | 'angle' | 'picture' | 'lines' | 'references'>;

/** Who or what a shot shows, by its references, its lines and its words. From above, people look alike and nothing else is drawn. */
export function findSubject(shot: Shot): Subject | undefined {
  const subject = findUpright(shot);
  if (shot.angle?.id !== 'top_down') return subject;
  return subject === 'person' || subject === 'people' ? 'overhead' : undefined;
}

function findUpright({ size, picture, lines, references }: Shot): Subject | undefined {
  const roles = references.map(({ role }) => role);
  const speakers = new Set(lines.map(({ speaker }) => speaker));
  const people = Math.max(roles.filter((role) => character.test(role)).length, speakers.size);
  if (people > 1 || size?.id === 'two_shot' || crowd.test(picture)) return 'people';
  if (people === 1 || person.test(picture)) return 'person';
  if (size?.id === 'OTS') return 'people';
  if (roles.some((role) => product.test(role)) || size?.id === 'insert' || size?.id === 'macro') return 'object';
  return place.test(picture) || size?.id === 'EWS' ? 'landscape' : undefined;
}

const character = /character|person|actor|presenter|人物|角色|主角/i;
const product = /product|object|prop|logo|产品|商品|物品|道具/i;
const person =
  /\b(?:man|woman|boy|girl|child|kid|baby|person|she|he|her|his|face|hero(?:ine)?|actor|dancer|soldier|worker|chef|fisherman|astronaut|teacher|doctor|mother|father|king|queen|monk|figure|singer|runner|driver|detective|scientist)\b|男|女|人|孩|她|他|老者|少年|少女|母亲|父亲/i;
const crowd =
  /\b(?:two|three|four|five|both|several|many) (?:\w+ )?(?:men|women|people|friends|children|kids|boys|girls|dancers|soldiers|players|workers|lovers|sisters|brothers)\b|\b(?:couple|crowd|family|team|audience|they)\b|两人|二人|众人|人群|一家|情侣|他们|她们/i;
const place =
  /\b(?:landscape|mountains?|sea|ocean|beach|coast|desert|forest|valley|field|city|skyline|street|harbou?r|river|lake|island|sky|village|canyon|plain|snowfield|horizon|ruins|castle)\b|山|海|湖|河|森林|沙漠|城市|街道|天空|草原|村庄|港口|峡谷/i;
