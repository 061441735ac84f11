export default async function setup() {
  const { startTestServer } = await import('./test-server.ts');
  await startTestServer();
}
