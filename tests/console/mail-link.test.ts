/** A forgotten password, as somebody gets a new one whose server sends mail: from the page for signing in to the page of the link. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { requireService } from '../support/services.ts';
import { type SmtpServer, startSmtpServer } from '../support/smtp-server.ts';
import { waitFor } from '../support/wait-for.ts';
import { Keyboard } from './keyboard.ts';
import { OpenConsole, PASSWORD } from './open-console.ts';

const skip = !requireService('chromium');
let at: OpenConsole;
let smtp: SmtpServer;

before(async () => {
  if (skip) return;
  smtp = await startSmtpServer();
  at = await OpenConsole.open({ SMTP_URL: smtp.url, PUBLIC_URL: 'https://console.example.com' });
});
after(async () => {
  await at?.close();
  await smtp?.close();
});

const texts = {
  en: {
    link: 'Get a link by e-mail to set a new one',
    submit: 'Send the link',
    fill_in: 'Fill this in.',
    wrong: 'This is not an e-mail address.',
    sent: 'Check your mail',
    title: 'Set your password',
  },
  zh: {
    link: '通过邮件接收设置密码的链接',
    submit: '发送链接',
    fill_in: '请填写此项。',
    wrong: '不是有效的邮箱地址。',
    sent: '请查收邮件',
    title: '设置密码',
  },
};

for (const language of ['en', 'zh'] as const)
  test(`a link comes by mail and sets the password, with keys alone, ${language}`, { skip }, async () => {
    const w = texts[language];
    const email = `forgets-${language}@example.com`;
    await at.account(email, ['user']);
    const context = await at.context({ locale: language === 'zh' ? 'zh-CN' : 'en-GB' });
    const page = await context.newPage();
    const { press, tabTo, focused } = new Keyboard(page);
    await page.goto(at.url);
    await page.getByRole('link', { name: w.link }).waitFor();
    await tabTo(w.link);
    await press('Enter');
    await waitFor(async () => (await focused()) === 'username', { what: 'the focus in the e-mail' });
    await at.axe(page, `asking for a link, ${language}`);
    await press('Enter');
    await page.locator('form').getByText(w.fill_in).waitFor();
    await page.keyboard.type('forgets');
    await press('Enter');
    await page.locator('form').getByText(w.wrong).waitFor();
    assert.equal(await focused(), 'username');
    assert.equal(smtp.mails.filter(({ to }) => to.includes(email)).length, 0);
    await page.keyboard.type(`-${language}@example.com`);
    await press('Enter');
    await page.getByRole('heading', { name: w.sent }).waitFor();
    await page.getByText(email).waitFor();
    assert.equal(await page.getByText(w.wrong).count(), 0);
    await at.axe(page, `a link was sent, ${language}`);
    await waitFor(() => smtp.mails.some(({ to }) => to.includes(email)), { what: 'the mail' });
    const text = smtp.mails.find(({ to }) => to.includes(email))?.text ?? '';
    const link = /https:\/\/console\.example\.com(\/password#token=\S+)/.exec(text)?.[1];
    assert.ok(link, text);
    await page.goto(at.url + link);
    await page.getByRole('heading', { name: w.title }).waitFor();
    await waitFor(async () => (await focused()) === 'new', { what: 'the focus in the new password' });
    await page.keyboard.type(`${PASSWORD}!`);
    await tabTo('again');
    await page.keyboard.type(`${PASSWORD}!`);
    await press('Enter');
    await page.locator('#content h1').waitFor();
    // The link was for once; another can be asked for where the first one ended.
    await page.goto('about:blank');
    await page.goto(at.url + link);
    await page.getByRole('button', { name: w.submit }).click();
    await waitFor(async () => (await focused()) === 'username', { what: 'the focus in the e-mail again' });
    await context.close();
  });

test('no page complained', { skip }, () => assert.deepEqual(at.complaints, []));
