// Short messages of the Graph at the foot of the page. What is said is a name in graph_said.json.
import { createElement } from "react";
import { useT } from "$/utils/vidgenie_i18n";
import { tell } from "../board/notes.js";

function Said({ name, values }) {
  const t = useT();
  return values ? t(`graph_said.${name}`, values) : t.label("graph_said", name);
}

// action: {name, run}: a button beside it.
export const say = (name, { values, tone = "plain", action } = {}) => tell({
  tone,
  text: createElement(Said, { name, values }),
  action: action && { text: createElement(Said, { name: action.name }), run: action.run, testId: `toast-${action.name}` },
});
export const complain = (error) => tell({ tone: "bad", error });
