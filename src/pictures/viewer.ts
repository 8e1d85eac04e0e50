import { fill } from './fill.ts';
import style from './pages/viewer.css?text';
import page from './pages/viewer.html?text';
import script from './pages/viewer.ts?text';

/** The page that a host with MCP Apps shows beside an answer. It speaks with the host alone and asks nothing of the network. */
export function renderViewer(): string {
  return fill(page, { style, script });
}
