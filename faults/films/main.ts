import { makeFilm, openWindow, type Scene } from './window.ts';

// A window that is killed sooner or later.
const scene = JSON.parse(process.env.FILM_SCENE ?? '') as Scene;
await makeFilm(openWindow(scene), scene);
