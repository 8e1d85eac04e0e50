import { openWindow } from '../window.ts';
import { createSharedClock, makeFilm, type Scene } from './window.ts';

// A window that is killed sooner or later.
const scene = JSON.parse(process.env.FILM_SCENE ?? '') as Scene;
await makeFilm(openWindow(scene, createSharedClock(scene)), scene);
