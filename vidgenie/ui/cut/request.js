// The draft as POST /api/cuts takes it; nothing that only the page knows goes along.
import { lookOf } from "./caption_image.js";

const clipBody = ({ asset, seconds, text, fit, focusX, focusY, transition, transitionSeconds, keepSound, moves, recording, edits }) => ({
  assetId: asset.id, seconds, text: text.trim(), fit, focusX, focusY, transition, transitionSeconds, keepSound, moves, recordingAssetId: recording?.id ?? null, edits,
});

const musicBody = ({ bed, asset, volume, isDucked, fadeIn, fadeOut }) => ({ bed, assetId: asset?.id ?? null, volume, isDucked, fadeIn, fadeOut });

// kits: brand kits of the Account. profile: of this Run.
export const bodyOf = (draft, kits, profile) => {
  const kit = brandOf(draft, kits);
  const { provider, voice, model, speed } = draft.voice ?? {};
  return {
    title: draft.title.trim(),
    aspect: draft.aspect,
    profile,
    language: draft.language,
    brandKitId: kit?.id ?? null,
    clips: draft.clips.map(clipBody),
    voice: draft.voice ? { provider, voice, model, speed } : null,
    captions: draft.captions ? { ...lookOf(draft.captions), isBurned: draft.captions.isBurned } : null,
    music: draft.music && (draft.music.bed || draft.music.asset) ? musicBody(draft.music) : null,
  };
};

export const brandOf = ({ brandKitId }, kits) => (kits ?? []).find((kit) => (brandKitId === undefined ? kit.isDefault : kit.id === brandKitId)) ?? null;

// Why it cannot be made yet: "clips" (there are none), "gone" (a file was deleted), "" when it can.
export const lackOf = ({ clips, music }) => {
  if (!clips.length) return "clips";
  return clips.some((clip) => clip.asset.isGone || clip.recording?.isGone) || music?.asset?.isGone ? "gone" : "";
};
