export { bearer, startApp, type StartOptions, type TestApp } from './app.js';
export { freshDatabase, type TestDatabase } from './database.js';
export { freePort } from './free-port.js';
