import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { envOf, expectThat, program } from '../host.mjs';

export const title = 'a key pasted in the chat';
export const goal = { calls: 4, tokens: 900 };

const key = 'sk-abcdefghijklmnopqrstuvwxyz';
const video = {
  model_id: 'st-ai/super-seed2',
  parameters: { prompt: 'A red fox crosses a snowy field at dawn [rehearse: quick]', duration: 5 },
};

export async function play({ folder, open }) {
  const service = spawn(process.execPath, [program, 'simulate', '--port', '0', '--speed', '60'], {
    env: envOf(folder),
  });
  try {
    const [setting] = await once(createInterface(service.stdout), 'line');
    const [, url] = setting.split('=');
    const env = envOf(folder, { XSKILL_BASE_URL: url, PIXAZO_BASE_URL: url });
    const chat = await open(folder, { env });
    const told = await chat.refused('submit_task', video);
    expectThat(chat, told.includes('https://www.xskill.ai/#/v2/api-keys'), `no place to get a key: ${told}`);
    const [command = ''] = /echo 'KEY' \| .*? auth xskill/.exec(told) ?? [];
    expectThat(chat, command, `no command that saves the key: ${told}`);
    const saved = spawnSync(command.replace('KEY', key), { shell: true, env, encoding: 'utf8' });
    expectThat(chat, saved.status === 0, `${command}: ${saved.stderr}`);
    await chat.call('submit_task', video);
    await chat.finish();
    return chat.tally;
  } finally {
    service.kill();
  }
}
