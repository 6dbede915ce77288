// The commands that start and stop Runs, for buttons, menus and keys.
import { cancel, start } from "./live.js";
import { plan as planned, totalOf } from "./planning.js";
import { say } from "./said.js";
import { ui } from "./selection.js";
import { standing } from "./standing.js";

// The Node that is meant when a command names none.
const chosen = () => (ui.get().selected.length === 1 ? ui.get().selected[0] : "");

// The price beside the button; of a Graph that cannot run there is none.
const shown = () => totalOf(standing.get().plan);

// Where no price was shown the server is asked for it first. It is said, unless it is the one beside the button.
const priced = async (wish) => {
  const beside = shown();
  let price;
  const asked = async () => {
    const { data, error } = await planned(wish);
    price = totalOf(data);
    return { most: price, error };
  };
  const answer = await start({ ...wish, most: asked });
  if (!answer.error && price !== undefined && price !== beside) say("started_for", { values: { n: price } });
  return answer;
};

// most: credits, the price that was shown beside the command; none was where it is no number.
const go = (wish, most) => (Number.isFinite(most) ? start({ ...wish, most }) : priced(wish));
const ofNode = (scope, id, most) => (id ? go({ scope, node: id }, most) : Promise.resolve({}));

export const runMissing = () => start({ most: shown() });
export const runInFront = () => start({ front: true, most: shown() });
export const runAll = (most) => go({ scope: "all" }, most);
export const runFrom = (id = chosen(), most = undefined) => ofNode("from", id, most);
export const runOnly = (id = chosen(), most = undefined) => ofNode("only", id, most);
export const stop = () => cancel();
