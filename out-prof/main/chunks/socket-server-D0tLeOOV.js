export { t as serveSocket } from "./socket-server-BF8TKqe7.js";
