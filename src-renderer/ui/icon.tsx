const PATHS = {
  queue: 'M3 4.5h14M3 10h14M3 15.5h8',
  secondReview:
    'M1.500 10C3.500 6.500 6.500 5 10 5s6.500 1.500 8.500 5c-2 3.500-5 5-8.500 5s-6.500-1.500-8.500-5ZM10 12.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5Z',
  import: 'M10 3v9m0 0 3.5-3.5M10 12 6.500 8.500M3.500 13v3.500h13V13',
  lists: 'M7.500 5H17M7.500 10H17M7.500 15H17M3 4l1 1 1.500-2M3 9l1 1 1.500-2M3 14l1 1 1.500-2',
  outbox: 'M17 3 9 11M17 3l-5 14-3-6-6-3 14-5Z',
  ledger: 'M5 3h10v14H5zM8 7h4M8 10h4M8 13h2',
  figures: 'M4 16.500V11m4 5.500V7m4 9.500V9.500m4 7V4',
  policy:
    'M10 3v13.500M6 16.500h8M4 5.500h12M4 5.500 2 11h4zM16 5.500 14 11h4zM2 11a2 2 0 0 0 4 0M14 11a2 2 0 0 0 4 0',
  settings: 'M3 6h8m4 0h2M3 14h2m4 0h8M13 4v4M7 12v4',
  lock: 'M5.500 9h9v7.500h-9zM7 9V6.500a3 3 0 0 1 6 0V9',
  copy: 'M7 7h9v9.500H7zM4 13V3.500h9',
  check: 'M4 10.500 8 14.500 16 6',
  alert: 'M10 3 2.500 16.500h15zM10 8v4m0 2v.5',
  info: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 9v4.500M10 6.500v.5',
  close: 'M5 5l10 10M15 5 5 15',
  down: 'M5.500 8 10 12.500 14.500 8',
  right: 'M8 5.500 12.500 10 8 14.500',
  file: 'M5 3h6.500L15 6.500V17H5zM11 3v4h4',
  globe:
    'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM3 10h14M10 3c-2.500 2-3.500 4.500-3.500 7s1 5 3.500 7c2.500-2 3.500-4.500 3.500-7s-1-5-3.500-7Z',
  search: 'M9 14A5 5 0 1 0 9 4a5 5 0 0 0 0 10ZM13 13l3.500 3.500',
  seats: 'M2.500 5h8v6h-8zM5 13.500h3M6.500 11v2.500M12.500 8.500h5v4.500h-5zM14 15.500h2M15 13v2.500',
  person: 'M10 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM4.500 17c0-3 2.500-4.500 5.500-4.500s5.500 1.500 5.500 4.500',
  keyboard: 'M2.500 5.500h15v9h-15zM6 8.500h.5M9 8.500h.5M12 8.500h.5M14.500 8.500h.5M6.500 11.500h7',
} as const;

export type IconName = keyof typeof PATHS;

/** A line drawing of 20 by 20; decoration only, so it is hidden from screen readers. */
export function Icon({ name, size = 16 }: { name: IconName; size?: 12 | 14 | 16 | 20 }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={size >= 20 ? 1.5 : 1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
