import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findInstallation, howToSet } from '../../src/core/installation.ts';
import { temporaryFolder } from '../folder.ts';

describe('how the program is run again', () => {
  it.each([
    ['/home/mei/.npm/_npx/3f2a/node_modules/.bin/seedance-mcp', 'npx -y seedance-mcp'],
    [
      'C:\\Users\\mei\\AppData\\Local\\npm-cache\\_npx\\3f2a\\node_modules\\seedance-mcp\\dist\\main.js',
      'npx -y seedance-mcp',
    ],
    ['/usr/local/bin/seedance-mcp', 'seedance-mcp'],
    ['/home/mei/seedance-mcp/dist/main.js', 'node /home/mei/seedance-mcp/dist/main.js'],
    ['/home/mei/My clones/dist/main.js', 'node "/home/mei/My clones/dist/main.js"'],
    ['C:\\Users\\Mei Li\\seedance\\dist\\main.js', 'node "C:\\Users\\Mei Li\\seedance\\dist\\main.js"'],
    ['/films/node_modules/.bin/seedance-mcp', 'node /films/node_modules/.bin/seedance-mcp'],
    ['/somebody/elses/main.js', 'npx -y seedance-mcp'],
    ['', 'npx -y seedance-mcp'],
  ])('%s: %s', (script, command) => {
    expect(findInstallation(script)).toEqual({ command, isBundle: false });
  });

  it('in a bundle for Claude Desktop, which has its settings in a form', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'dist'));
    const script = join(folder, 'dist/main.js');
    writeFileSync(join(folder, 'manifest.json'), '{}');
    expect(findInstallation(script)).toEqual({ command: `node ${script}`, isBundle: true });
    expect(howToSet('SEEDANCE_MEDIA_ROOTS', 'Pictures', findInstallation(script))).toContain(
      '"Pictures" in the settings',
    );
    writeFileSync(join(folder, 'package.json'), '{}'); // a clone holds both
    expect(findInstallation(script).isBundle).toBe(false);
  });
});
