// How a Plan stands, what choosing another one does, and how long credits last: in words of ours.

// A subscription that was cancelled and still runs is neither active nor ended.
export const standingOf = ({ status, endsAtPeriodEnd }) => (status === "active" && endsAtPeriodEnd ? "cancelled" : status);
export const isSubscribed = (mine) => ["active", "past_due"].includes(mine?.status);

// What choosing `plan` does for who has `mine`: buy, up, down, stay, cancel, or "" for nothing.
export const wayTo = (plan, mine) => {
  const isMine = plan.slug === mine.plan;
  if (!isSubscribed(mine)) return isMine || !plan.cents ? "" : "buy";
  if (mine.endsAtPeriodEnd && (isMine || !plan.cents)) return "";
  if (isMine) return mine.nextPlan ? "stay" : "";
  if (plan.slug === mine.nextPlan) return "";
  if (!plan.cents) return "cancel";
  return plan.cents >= mine.cents ? "up" : "down";
};

// unlimited, none, out, enough or until.
export const outlookOf = ({ perDay, renewsFirst, until }, { unlimited, credits }) => {
  if (!unlimited && credits === 0) return "out";
  if (!perDay) return "none";
  if (unlimited) return "unlimited";
  return renewsFirst || !until ? "enough" : "until";
};

// Credits of one kind that end together are one line.
export const gathered = (lots) => {
  const lines = new Map();
  for (const { source, available, expiresAt, renews } of lots) {
    if (!available) continue;
    const key = `${source} ${expiresAt} ${renews}`;
    lines.set(key, { key, source, expiresAt, renews, credits: (lines.get(key)?.credits ?? 0) + available });
  }
  return [...lines.values()];
};
