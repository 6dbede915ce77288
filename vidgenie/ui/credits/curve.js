// What was used each day, as places in a drawing, and what of it can be said.
export const [WIDTH, HEIGHT, EDGE] = [300, 44, 3];

// days: [{day, used}], oldest first -> [x, y] of each.
export const placed = (days) => {
  const most = Math.max(...days.map(({ used }) => used), 1);
  const step = (WIDTH - 2 * EDGE) / Math.max(1, days.length - 1);
  return days.map(({ used }, place) => [EDGE + place * step, HEIGHT - EDGE - (used / most) * (HEIGHT - 2 * EDGE)].map((n) => Math.round(n * 10) / 10));
};

// {total, top: the day with the most}.
export const summed = (days) => ({
  total: days.reduce((sum, { used }) => sum + used, 0),
  top: days.reduce((best, day) => (day.used > best.used ? day : best), { day: "", used: 0 }),
});
