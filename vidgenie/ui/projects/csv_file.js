// The table of a batch: how it is read, and one to begin with.
// Spreadsheets also write Windows' own letters: what is no UTF-8 is read as that.
export const textOf = async (file) => {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
};

const HEAD = "title,theme,pillar,duration,language,provider";

export const SAMPLE = {
  en: `${HEAD}\nThree tips,"3 Python tips for beginners",tips,30,en,local\nHow tides work,"Why the sea comes and goes",education,45,en,local\nMy first garden,"How I grew tomatoes on a balcony",story,30,en,local\n`,
  fr: `${HEAD}\nTrois astuces,"3 astuces Python pour débuter",tips,30,fr,local\nLes marées,"Pourquoi la mer monte et descend",education,45,fr,local\nMon premier jardin,"Des tomates sur un balcon",story,30,fr,local\n`,
};
