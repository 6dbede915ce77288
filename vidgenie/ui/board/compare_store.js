// The Segment whose Takes are compared, "" for none; providers: the whole Project by Provider.
import { store } from "../cut/store.js";

export const comparing = store({ id: "", n: 0 });
export const versus = store({ isOpen: false });
