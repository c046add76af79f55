import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type SmtpServer, startSmtpServer } from '../support/smtp-server.ts';
import { waitFor } from '../support/wait-for.ts';
import { startApi, type TestApi } from './start-api.ts';

let api: TestApi;
let smtp: SmtpServer;
before(async () => {
  smtp = await startSmtpServer();
  api = await startApi({
    env: {
      SMTP_URL: smtp.url,
      SMTP_FROM: 'robot@tasks.example',
      PUBLIC_URL: 'https://tasks.example/',
      RATE_LIMIT_ENABLED: 'true',
    },
  });
});
after(async () => {
  await api.close();
  await smtp.close();
});

const AUTH = '/api/v1/auth';
const ask = (email: string, headers: Record<string, string> = {}) =>
  api.anonymous.send('POST', `${AUTH}/password-link`, { json: { email }, headers });
const tokenIn = (text: string) => /https:\/\/tasks\.example\/password#token=([\w-]+)/.exec(text)?.[1] ?? '';
const mailsTo = (email: string) => smtp.mails.filter(({ to }) => to.includes(email));

test('everyone can see that links come by mail', async () => {
  assert.deepEqual(await api.anonymous.data('GET', `${AUTH}/password-link`), { by_mail: true });
});

test('a link comes by mail, in the language of who asked, and sets the password', async () => {
  const user = await api.account('user');
  const answers = [await ask(user.email.toUpperCase(), { host: 'evil.example' })];
  await waitFor(() => mailsTo(user.email).length === 1);
  answers.push(await ask(user.email, { 'accept-language': 'zh-CN' }));
  await waitFor(() => mailsTo(user.email).length === 2);
  answers.push(await ask('nobody@example.com'));
  for (const { status, body } of answers) assert.deepEqual([status, body.data], [202, null]);
  const [english, chinese] = mailsTo(user.email);
  assert.equal(english?.from, 'robot@tasks.example');
  assert.match(english?.text ?? '', /Subject: Set your password[\s\S]*within 72 hours/);
  assert.match(chinese?.text ?? '', /请在 72 小时内打开以下链接/);
  assert.ok(!english?.text.includes('evil.example'));
  assert.deepEqual(
    smtp.mails.filter(({ to }) => !to.includes(user.email)),
    [],
  );

  const [older, newer] = [english, chinese].map((mail) => tokenIn(mail?.text ?? ''));
  assert.ok(older && newer);
  const json = { token: older, password: 'battery staple' };
  await api.anonymous.fault('POST', `${AUTH}/password`, { json }, 'invalid_link');
  await api.anonymous.data('POST', `${AUTH}/password`, { token: newer, password: 'battery staple' });
  await api.signIn(user.email, 'battery staple');
  const { items } = await api.admin.data('GET', '/api/v1/audit-log?action=password_link.create');
  assert.deepEqual([items[0].target.id, items[0].actor], [user.id, null]);
});

test('no mail for a disabled account; no more than three for one account in a while', async () => {
  const disabled = await api.account('user');
  await api.admin.data('PUT', `/api/v1/users/${disabled.id}`, { is_active: false });
  assert.equal((await ask(disabled.email)).status, 202);
  const user = await api.account('user');
  for (let at = 0; at < 3; at += 1) assert.equal((await ask(user.email)).status, 202);
  const refused = await ask(user.email);
  assert.deepEqual([refused.status, refused.body.error.type], [429, 'too_many_requests']);
  await waitFor(() => mailsTo(user.email).length === 3);
  assert.equal(mailsTo(disabled.email).length, 0);
});
