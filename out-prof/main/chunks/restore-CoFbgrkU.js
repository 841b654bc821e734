export { t as defineRestore } from "./restore-D8JdeVwl.js";
