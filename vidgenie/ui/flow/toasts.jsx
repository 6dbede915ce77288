// Short messages at the foot of the canvas.
import "./doc.css";
import { Toasts as Notes } from "../board/toasts.jsx";

export const Toasts = () => <Notes kind="doc" testId="graph-toast" />;
