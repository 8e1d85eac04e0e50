import widthOf from 'fast-string-width';
import { afterEach, describe, expect, it } from 'vitest';
import { hasTmux, openWindow, type Window } from './tmux.ts';

let window: Window | undefined;
afterEach(() => {
  window?.close();
  window = undefined;
});

if (!hasTmux) console.warn('tmux is not installed: the shell is not looked at in a real terminal.');

/** Times and ids differ from run to run. */
function steady(text: string): string {
  return text.replace(/xskill:[\w-]+(?:\n[\w-]+)?/g, 'ID').replace(/draft:\w+/g, 'DRAFT');
}

describe.runIf(hasTmux)('in a real terminal', () => {
  it.each([40, 80, 120])('of %i columns the shell is short and aligned', { timeout: 60_000 }, async (columns) => {
    window = await openWindow(columns);
    const submitted = steady(await window.shown("submit --prompt 'A paper boat drifts down a stream' --duration 5"));
    expect(submitted).toMatch(
      columns < 60 ? /^pending\n {2}ID\n {2}50 points charged\n/ : /^pending {2}ID {2}50 points charged/,
    );
    expect(submitted).toMatch(/\n\[ended 1 0\]$/);
    const list = steady(await window.shown('list'));
    expect(list).toMatch(
      columns < 60
        ? /^\w+ +just now\n {2}A paper boat drifts down a stream\n {2}ID\n {2}50 points charged\b/
        : /^\w+ +just now {4}A paper boat drifts down a stream\n {12}ID {2}50 points charged\b/,
    );
    const balance = await window.shown('balance');
    expect(balance).toMatch(columns < 60 ? /^xskill\n {2}9950 points/ : /^xskill {3}9950 points/);
    const composed = steady(
      await window.shown(
        "compose --prompt '一只狐狸穿过雪地，镜头缓慢推近它的眼睛，画面是温暖的水墨风格，没有音乐' --ratio 9:16",
      ),
    );
    expect(composed).toMatch(/^To submit it: node .*/m);
    const doctor = await window.shown('doctor');
    expect(doctor).toMatch(columns < 60 ? /^ok {3}node\n {2}\d+\./m : /^ok {3}node {14}\d+\./m);
    for (const line of [list, balance, composed, doctor].flatMap((text) => text.split('\n')))
      expect(widthOf(line)).toBeLessThanOrEqual(columns);
  });

  it.each([
    ['is coloured', 'true', true],
    ['is not with NO_COLOR', 'export NO_COLOR=1', false],
    ['is not where the terminal is dumb', 'export TERM=dumb', false],
  ])('the text %s', { timeout: 60_000 }, async (_, setting, isColoured) => {
    window = await openWindow(80);
    await window.type(setting);
    await window.shown('doctor');
    expect((await window.capture('-e')).includes('\u001b[')).toBe(isColoured);
  });
});
