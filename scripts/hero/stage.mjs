// The page of the hero: shows any moment of it, from what a rehearsal said. Nothing here moves by itself.

/** When each step begins, in milliseconds. */
const begin = { idea: 0, shots: 2400, price: 5800, clips: 7600, film: 11000, end: 15000 };
const steps = ['idea', 'shots', 'price', 'clips', 'film'];
const find = (id) => document.getElementById(id);

/** From 0 to 1 over a time, slower towards its end. */
const ease = (ms, from, lasting = 400) => 1 - (1 - Math.min(1, Math.max(0, (ms - from) / lasting))) ** 3;
const mix = (from, to, part) => from + (to - from) * part;
const show = (element, opacity, rise = 0) => {
  element.style.opacity = opacity;
  element.style.transform = `translateY(${rise}px)`;
};

let play;
window.lastsMs = begin.end;

/** Builds the page from a rehearsal. */
window.build = ({ idea, pictures, shots, clips, answers, watched, film }) => {
  play = { idea, shots, clips, answers, watched, film };
  find('steps').innerHTML = steps.map((step) => `<li>${step[0].toUpperCase()}${step.slice(1)}</li>`).join('');
  find('pictures').innerHTML = pictures.map((src) => `<img src="${src}">`).join('');
  find('facts').innerHTML = `${answers.film}<p id="caption"></p>`;
  find('board').innerHTML = clips.map(renderClip).join('');
};

function renderClip({ clip, first, last, seconds, scene, take }) {
  const shots = play.shots.slice(first - 1, last);
  const cards = shots.map(
    ({ frame, camera, picture }) =>
      `<div class="shot"><img src="${frame}"><img class="take" src="${take}"><i>${camera}</i>${picture}</div>`,
  );
  return `<div class="clip" style="--shots:${shots.length}"><div>${cards.join('')}</div><h2>Clip ${clip}<span data-scene="${scene} · ${seconds} s"></span></h2></div>`;
}

/** Shows the moment, and resolves when its pictures are there. */
window.showAt = (ms) => {
  const current = steps.findLastIndex((step) => ms >= begin[step]);
  [...find('steps').children].forEach((item, n) => {
    item.className = n < current ? 'past' : n === current ? 'now' : '';
  });
  showIdea(ms);
  showAnswer(ms);
  showBoard(ms);
  showClips(ms);
  showFilm(ms);
  return Promise.all([...document.images].filter(({ src }) => src).map((image) => image.decode()));
};

function showIdea(ms) {
  const typed = Math.round(Math.min(1, ms / 1600) * play.idea.length);
  const caret = ms < begin.shots && Math.floor(ms / 320) % 2 === 0 ? '▏' : '';
  const moved = ease(ms, begin.shots, 500);
  const idea = find('idea');
  idea.textContent = play.idea.slice(0, typed) + caret;
  idea.style.opacity = 1 - ease(ms, begin.film, 300);
  idea.style.transform = `translate(${mix(98, 0, moved)}px, ${mix(0, -126, moved)}px) scale(${mix(1, 0.74, moved)})`;
  [...find('pictures').children].forEach((item, n) => {
    show(item, ease(ms, begin.shots + 300 + n * 250) * (1 - ease(ms, begin.film, 300)));
  });
  show(find('speaker'), 1 - ease(ms, begin.shots, 300));
  show(find('yes'), ease(ms, begin.price + 900, 300) * (1 - ease(ms, begin.clips, 300)));
}

function showAnswer(ms) {
  const step = ['shots', 'price', 'clips'].findLast((name) => ms >= begin[name]);
  find('answer').innerHTML = step ? play.answers[step] : '';
  const since = begin[step] + (step === 'shots' ? 2200 : 0);
  show(find('answer'), step ? ease(ms, since) * (1 - ease(ms, begin.film, 300)) : 0);
}

function showBoard(ms) {
  document.querySelectorAll('.shot').forEach((card, n) => {
    const part = ease(ms, begin.shots + 700 + n * 260, 450);
    show(card, part, mix(24, 0, part));
  });
  document.querySelectorAll('.clip h2').forEach((row, n) => {
    show(row, ease(ms, begin.shots + 2300 + n * 150));
  });
  const part = ease(ms, begin.film, 600);
  find('board').style.transform = `translateY(${mix(0, 138, part)}px)`;
  for (const text of document.querySelectorAll('.shot i')) text.parentElement.style.height = `${mix(168, 96, part)}px`;
  for (const card of document.querySelectorAll('.shot')) card.style.overflow = part > 0 ? 'hidden' : '';
}

/** What get_task said at this part of the wait. */
function showClips(ms) {
  const part = Math.min(1, (ms - begin.clips) / (begin.film - begin.clips - 300));
  const answer = part >= 0 ? play.watched[Math.round(part * (play.watched.length - 1))] : undefined;
  const words = { waiting: 'waiting', pending: 'queued', processing: 'generating…', completed: '✓ saved' };
  document.querySelectorAll('.clip').forEach((clip, n) => {
    const { status } = answer?.clips.find((one) => one.clip === n + 1) ?? {};
    clip.lastElementChild.className = status ?? '';
    const label = clip.lastElementChild.lastElementChild;
    label.textContent = words[status] ?? label.dataset.scene;
    // Beside the film its shots are told apart by what was drawn for them.
    const taken = status === 'completed' ? 1 - ease(ms, begin.film, 600) : 0;
    for (const take of clip.querySelectorAll('.take')) take.style.opacity = taken;
  });
  find('bar').style.opacity = answer ? 1 : 0;
  find('bar').firstElementChild.style.width = `${(answer?.progress ?? 1) * 100}%`;
  find('status').textContent = answer ? answer.said : '';
}

/** The film from shot to shot, each from its own start. */
function showFilm(ms) {
  const part = ease(ms, begin.film + 200, 500);
  show(find('player'), part, mix(20, 0, part));
  const each = (begin.end - begin.film - 1200) / play.shots.length;
  const at = Math.max(0, ms - begin.film - 600);
  const current = Math.min(play.shots.length - 1, Math.floor(at / each));
  const frames = play.film[current];
  find('film').src = frames[Math.min(frames.length - 1, Math.floor(((at - current * each) / 1000) * 12))];
  document.querySelectorAll('.shot').forEach((card, n) => {
    card.classList.toggle('now', ms >= begin.film + 600 && n === current);
  });
  if (ms < begin.film) return;
  const { camera, picture } = play.shots[current];
  find('caption').textContent = `Shot ${current + 1} · ${camera} · ${picture}`;
  find('bar').firstElementChild.style.width = `${Math.min(1, at / (each * play.shots.length)) * 100}%`;
}
