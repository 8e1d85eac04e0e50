/** A stretch of the film in seconds. */
export type Span = { start: number; end: number };

/** Lays clips end to end. */
export function layEndToEnd(seconds: readonly number[]): Span[] {
  let end = 0;
  return seconds.map((length) => {
    const start = end;
    end += length;
    return { start, end };
  });
}

/**
 * The places of a clip's sound packets on the film's one sound clock, which counts packets: packet 0 begins with the film. A clip's packets
 * keep to their clock, so a place is at most half a packet (11 ms) from where the clip has it, however many clips went before.
 */
export type SoundWindow = {
  /** Place of the clip's first packet, whether it is kept or not. */
  base: number;
  /** The places that are the clip's: from `first` up to, and without, `end`. */
  first: number;
  end: number;
};

type SoundSpan = Span & { soundStart?: number };

/**
 * Gives each clip with sound its window. A decoder needs the packet before the one it plays, so a clip that brings a run-up keeps one packet
 * of it, in the last place of the clip before. What lies beyond a clip's picture has no place.
 */
export function soundWindows(spans: readonly SoundSpan[], packetSeconds: number): (SoundWindow | undefined)[] {
  const placeOf = (seconds: number) => Math.round(seconds / packetSeconds);
  let taken = Number.POSITIVE_INFINITY; // by the clips that come later
  const windows = [...spans].reverse().map(({ start, end, soundStart }): SoundWindow | undefined => {
    if (soundStart === undefined) return undefined;
    const base = placeOf(start + soundStart);
    const dropped = Math.max(0, Math.floor(-soundStart / packetSeconds - 1 + 1e-6));
    const window = { base, first: base + dropped, end: Math.min(placeOf(end), taken) };
    if (window.first >= window.end) return undefined;
    taken = window.first;
    return window;
  });
  return windows.reverse();
}

/** The place of a packet, by its distance from the clip's first. */
export function placeOfPacket({ base }: SoundWindow, secondsAfterFirst: number, packetSeconds: number): number {
  return base + Math.round(secondsAfterFirst / packetSeconds);
}
