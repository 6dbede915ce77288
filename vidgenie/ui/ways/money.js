// Which refusals of a start are about credits: they have cards of their own.
export const isMoney = (error) => ["insufficient_credits", "price_changed", "budget_exceeded"].includes(error?.code);
