export { HttpClient, type Exchange, type HttpCall } from './http-client.js';
