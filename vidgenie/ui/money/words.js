// Dollars in words; t: the texts of the reader's language.
export const dollars = (t, microUsd) => {
  const amount = microUsd / 1e6;
  const digits = amount < 0.01 && amount > 0 ? { maximumSignificantDigits: 2 } : { minimumFractionDigits: 2, maximumFractionDigits: 3 };
  return new Intl.NumberFormat(t.locale, { style: "currency", currency: "USD", currencyDisplay: "narrowSymbol", ...digits }).format(amount);
};

export const byProvider = (bills) => {
  const sums = new Map();
  for (const { provider, microUsd, isCharged } of bills) {
    const before = sums.get(provider) ?? { provider, microUsd: 0, isCharged: true };
    sums.set(provider, { provider, microUsd: before.microUsd + microUsd, isCharged: before.isCharged && isCharged });
  }
  return [...sums.values()];
};

export const words = (t, { provider, microUsd, isCharged }, isOver) => {
  const values = { amount: dollars(t, microUsd), provider };
  if (isCharged) return t("money.charged", values);
  return isOver ? t("money.estimate", values) : t("money.about", values);
};
