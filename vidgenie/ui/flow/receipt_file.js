// Finds the receipt in an MP4 by reading the heads of its boxes: the film itself stays where it is.
// Twin of media/receipt.py.
const KEY = "com.vidgenie.receipt";
const LARGEST = 4_000_000; // bytes of JSON
const ROOM = 4096; // bytes a box has besides the receipt
const MOST_BOXES = 1000;
const PLACES = [["meta"], ["moov", "meta"], ["moov", "udta", "meta"]];

const view = async (file, begin, end) => new DataView(await file.slice(begin, end).arrayBuffer());
const letters = (data, at, length) => String.fromCharCode(...new Uint8Array(data.buffer, data.byteOffset + at, length));

// The boxes from `begin` to `end`; ends where something is not as it should be.
async function* boxes(file, begin, end) {
  for (let at = begin, n = 0; at + 8 <= end && n < MOST_BOXES; n += 1) {
    const head = await view(file, at, Math.min(at + 16, end));
    let size = head.getUint32(0);
    let first = at + 8;
    if (size === 1) {
      if (head.byteLength < 16) return;
      size = Number(head.getBigUint64(8));
      first = at + 16;
    }
    const last = size === 0 ? end : at + size;
    if (last < first || last > end) return;
    yield { kind: letters(head, 4, 4), begin: first, end: last };
    at = last;
  }
}

async function* at(file, begin, end, [kind, ...rest]) {
  for await (const box of boxes(file, begin, end)) {
    if (box.kind !== kind) continue;
    if (rest.length) yield* at(file, box.begin, box.end, rest);
    else yield box;
  }
}

const read = (text) => {
  try {
    const found = JSON.parse(text);
    return found?.vidgenie?.receipt === 1 ? found : null;
  } catch {
    return null;
  }
};

// What is in a box `meta`, which has a version in MP4 and none in QuickTime.
const inMeta = async (file, { begin, end }) => {
  if (end - begin <= 8 || end - begin > LARGEST + ROOM) return null;
  const meta = file.slice(begin, end);
  const skip = letters(await view(meta, 4, 8), 0, 4) === "hdlr" ? 0 : 4;
  const parts = {};
  for await (const box of boxes(meta, skip, meta.size)) parts[box.kind] = box;
  if (!parts.keys || !parts.ilst) return null;
  const names = [];
  for await (const box of boxes(meta, parts.keys.begin + 8, parts.keys.end)) names.push(await meta.slice(box.begin, box.end).text());
  const wanted = names.indexOf(KEY) + 1;
  if (!wanted) return null;
  const place = String.fromCharCode(0, 0, wanted >> 8, wanted & 255);
  for await (const data of at(meta, parts.ilst.begin, parts.ilst.end, [place, "data"])) {
    return data.end - data.begin - 8 > LARGEST ? null : read(await meta.slice(data.begin + 8, data.end).text());
  }
  return null;
};

// The receipt in a file, null when there is none that can be read; whatever the file is, this is quick.
export const receiptOf = async (file) => {
  try {
    for (const place of PLACES) {
      for await (const box of at(file, 0, file.size, place)) {
        const found = await inMeta(file, box);
        if (found) return found;
      }
    }
  } catch {
    return null; // A file that cannot be read, or is gone by now.
  }
  return null;
};
