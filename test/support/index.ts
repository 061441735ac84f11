export { bearer, freePort, startApp, type StartOptions, type TestApp } from './app.js';
export { freshDatabase, type TestDatabase } from './database.js';
