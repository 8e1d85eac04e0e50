import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';

/** Where and when. */
export function renderMachine() {
  const [cpu] = cpus();
  const load = loadavg()[0].toFixed(1);
  return [
    `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${platform()} ${release()} ${arch()}`,
    `${cpus().length} × ${cpu?.model ?? 'processor'}, ${Math.round(totalmem() / 1024 ** 3)} GB, load ${load} at the start`,
  ].join('\n');
}

export function renderResults(results, machine) {
  const goals = results.flatMap((result) => result.goals);
  const parts = [
    '# Results',
    "Written by `npm run bench -- --write`. Medians of interleaved runs: what disturbed one contender disturbed the others too. Read the ratios; the absolute figures are this machine's.",
    machine.replaceAll('\n', '  \n'),
    '## Goals',
    renderTable({
      head: ['', 'goal', 'measured'],
      isText: true,
      rows: goals.map(({ met, goal, measured }) => [mark(met), goal, measured]),
    }),
    ...results.map(renderSection),
  ];
  return `${parts.join('\n\n').trimEnd()}\n`;
}

export function renderSection({ title, goals, tables, notes = [] }) {
  return [
    `## ${title}`,
    goals.map(({ goal, measured, met }) => `- ${mark(met)} ${measured} (goal: ${goal})`).join('\n'),
    ...tables.map(renderTable),
    notes
      .map((note) => `${note}  `)
      .join('\n')
      .trim(),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function mark(met) {
  return met ? '✓' : '✗';
}

export function renderTable({ head, rows, isText = false }) {
  const row = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = `| ${head.map((_, column) => (isText || column === 0 ? '---' : '---:')).join(' | ')} |`;
  return [row(head), rule, ...rows.map(row)].join('\n');
}
