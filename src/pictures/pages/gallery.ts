// Runs in the gallery's page. Shipped as text (scripts/text-files.mjs); typed by the tsconfig beside it.
import { listenToClicks } from './gallery-clicks.ts';
import { createFilters } from './gallery-filters.ts';
import { listenToKeys } from './gallery-keys.ts';
import { watchVideos } from './gallery-player.ts';

for (const time of document.querySelectorAll('time')) {
  time.textContent = new Date(time.dateTime).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
}
const filters = createFilters();
watchVideos();
listenToClicks(filters.reset);
listenToKeys(filters);
