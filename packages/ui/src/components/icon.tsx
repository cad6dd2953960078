/** Paths on a grid of 24 by 24, drawn as lines. */
const PATHS = {
  camera: 'M4 8h3l2-3h6l2 3h3v11H4z M12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z',
  picture: 'M4 5h16v14H4z M4 16l5-5 4 4 3-3 4 4 M15.5 9.2h.01',
  scene: 'M3 18l6-8 4 5 3-4 5 7z M17 6.5h.01',
  pause: 'M8 5v14 M16 5v14',
  play: 'M8 5l11 7-11 7z',
  back: 'M10 6l-6 6 6 6 M4 12h16',
  shield: 'M12 3l7 3v5c0 4.6-2.9 8.2-7 10-4.1-1.8-7-5.4-7-10V6z M9 12l2.2 2.2L15.5 10',
  warning: 'M12 4l9.5 16h-19z M12 10v4.5 M12 17.3h.01',
  retry: 'M4.5 12a7.5 7.5 0 1 0 2.3-5.4 M4.5 4v4h4',
  download: 'M12 4v11 M7.5 10.5L12 15l4.5-4.5 M5 20h14',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z M12 2.5v2 M12 19.5v2 M2.5 12h2 M19.5 12h2 M5.3 5.3l1.4 1.4 M17.3 17.3l1.4 1.4 M5.3 18.7l1.4-1.4 M17.3 6.7l1.4-1.4',
  moon: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z',
  auto: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z M12 4v16 M12 8h4.5 M12 12h6 M12 16h4.5',
  bin: 'M5 7h14 M10 7V4h4v3 M7 7l1 13h8l1-13',
} as const;

export type IconName = keyof typeof PATHS;

/** A decoration: what it stands beside says what it means. */
export const Icon = ({ name }: { readonly name: IconName }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={PATHS[name]} />
  </svg>
);
