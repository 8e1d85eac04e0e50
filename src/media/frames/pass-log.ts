import type { Motion, Stretch } from './observation.ts';

/** What ffmpeg's log tells of a clip. Times are in seconds. */
export type PassLog = {
  readLine(line: string): void;
  /** When each picture is shown. */
  readonly times: number[];
  motionAt(time: number): Motion | undefined;
  silencesWithin(seconds: number): Stretch[];
  /** The container's own length; 0 when it tells none. */
  declaredSeconds(): number;
};

/** Collects what the filters of a pass write. `gain` is what differences were multiplied by. */
export function createPassLog(gain: number): PassLog {
  const times: number[] = [];
  const statistics = new Map<number, Map<string, number>>();
  const silences: { start: number; end?: number }[] = [];
  let declaredSeconds = 0;
  let current = new Map<string, number>();

  const readers: [RegExp, (...found: string[]) => void][] = [
    [
      /^\s*Duration: (\d+):(\d+):([\d.]+),/,
      (hours, minutes, seconds) => {
        declaredSeconds ||= Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
      },
    ],
    [/^\[Parsed_showinfo\S* @ \w+\] n: *\d+ .*?pts_time:(\S+)/, (time) => times.push(Number(time))],
    [
      /^\[Parsed_metadata\S* @ \w+\] frame:\d+ .*?pts_time:(\S+)/,
      (time) => {
        const key = milliseconds(Number(time));
        current = statistics.get(key) ?? new Map();
        statistics.set(key, current);
      },
    ],
    [
      /^\[Parsed_metadata\S* @ \w+\] lavfi\.signalstats\.(\w+)=([\d.]+)/,
      (name = '', value) => current.set(name, Number(value)),
    ],
    [/^\[\S*silencedetect\S* @ \w+\] silence_start: (-?[\d.]+)/, (start) => silences.push({ start: Number(start) })],
    [
      /^\[\S*silencedetect\S* @ \w+\] silence_end: ([\d.]+)/,
      (end) => {
        const open = silences.at(-1);
        if (open) open.end = Number(end);
      },
    ],
  ];

  return {
    readLine(line) {
      for (const [pattern, use] of readers) {
        const found = pattern.exec(line);
        if (found) return use(...found.slice(1));
      }
    },
    times,
    motionAt(time) {
      const [peak, mean, high] = ['YMAX', 'YAVG', 'YHIGH'].map((name) => statistics.get(milliseconds(time))?.get(name));
      if (peak === undefined || mean === undefined || high === undefined) return undefined;
      return { peak: peak / gain, mean: mean / gain, isBroad: high > 0 };
    },
    silencesWithin: (seconds) =>
      silences.map(({ start, end = seconds }) => ({ start: Math.max(0, start), end: Math.min(end, seconds) })),
    declaredSeconds: () => declaredSeconds,
  };
}

/** The same moment reads the same in both logs: some versions of ffmpeg round one of them. */
function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000);
}
