// The icons node types name; one that is not here is drawn as a box.
import { Box, Brain, Captions, Clapperboard, Film, Flag, Image, Layers, Mic, Music, Paperclip, Pencil, Scissors, StickyNote, WandSparkles } from "lucide-react";

const DRAWINGS = {
  brain: Brain, captions: Captions, clapperboard: Clapperboard, film: Film, flag: Flag, image: Image, layers: Layers, mic: Mic,
  music: Music, paperclip: Paperclip, pencil: Pencil, scissors: Scissors, "sticky-note": StickyNote, "wand-sparkles": WandSparkles,
};

export function TypeIcon({ name, size = 16 }) {
  const Drawing = DRAWINGS[name] ?? Box;
  return <Drawing size={size} aria-hidden="true" />;
}
