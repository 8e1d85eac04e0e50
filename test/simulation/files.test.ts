import { BufferSource, Input, MP4 } from 'mediabunny';
import { describe, expect, it } from 'vitest';
import { createSimulator } from '../../src/backends/xskill/simulator.ts';
import { faults, readFaults } from '../../src/simulation/faults.ts';
import { openBench } from './bench.ts';

describe('a video as asked and otherwise', () => {
  it.each([
    ['quick', '9:16', 6, '720x1280', true],
    ['quick, short', '9:16', 4, '720x1280', true],
    ['quick, silent', '9:16', 6, '720x1280', false],
    ['quick, wrong-ratio', '9:16', 6, '1280x720', true],
    ['quick, wrong-ratio, silent', '16:9', 6, '720x1280', false],
  ])('%s', async (words, ratio, seconds, size, audio) => {
    const bench = openBench(createSimulator, { authorization: 'Bearer sk-test' });
    const params = { prompt: `A boat [rehearse: ${words}]`, ratio, duration: 6 };
    const made = await bench.send('POST', '/api/v3/tasks/create', { model: 'st-ai/super-seed2', params });
    bench.advance(3);
    const asked = await bench.send('POST', '/api/v3/tasks/query', { task_id: made.json.data.task_id });
    const file = await bench.send('GET', asked.json.data.result.output.images[0]);
    const input = new Input({ source: new BufferSource(Buffer.from(file.text, 'latin1')), formats: [MP4] });
    const track = await input.getPrimaryVideoTrack();
    expect(await input.computeDuration()).toBeCloseTo(seconds, 1);
    expect(`${track?.displayWidth}x${track?.displayHeight}`).toBe(size);
    expect((await input.getPrimaryAudioTrack()) !== null).toBe(audio);
  });
});

describe('rehearsal words', () => {
  it('are read anywhere, several at once, with values as written', () => {
    expect(readFaults('A boat [rehearse: face, done=Succeeded] sails [REHEARSE:429]')).toEqual({
      faults: ['face', 'done=Succeeded', '429'],
      unknown: [],
    });
  });

  it('are told apart from typing errors', () => {
    expect(readFaults('[rehearse: toString, fcae, status]').unknown).toEqual(['toString', 'fcae', 'status']);
  });

  it.each(Object.entries(faults))('%s says what it does', (name, { effect }) => {
    expect(effect).toMatch(/^[A-Z].{20,140}\.$/);
    expect(readFaults(`[rehearse: ${name}${name.endsWith('=') ? 'word' : ''}]`).unknown).toEqual([]);
  });
});
