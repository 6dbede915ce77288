// The logo of a brand kit above the frame, where the video will have it: out of reach of every platform's buttons.
const TALL = { left: 6, top: 13.5, right: 12, bottom: 35 }; // % of the frame, as in media/assembly/sources.py
const OTHER = { left: 5, top: 5, right: 5, bottom: 5 };

export function BrandLogo({ kit, aspect }) {
  if (!kit?.logoUrl) return null;
  const [down, across] = kit.logoCorner.split("-");
  const free = aspect === "9:16" ? TALL : OTHER;
  return <img className="vg-cut-logo" src={kit.logoUrl} alt="" style={{ [down]: `${free[down]}%`, [across]: `${free[across]}%`, maxWidth: `${kit.logoWidth * 100}%`, opacity: kit.logoOpacity, objectPosition: `${across} ${down}` }} />;
}
