import type { Mail } from '../../data/contracts/index.ts';

export type MailLanguage = 'en' | 'zh';

/** The e-mail with a link to set a password. */
export function passwordMail(to: string, url: string, language: MailLanguage): Mail {
  return { to, ...texts[language](url) };
}

const texts: Record<MailLanguage, (url: string) => Omit<Mail, 'to'>> = {
  en: (url) => ({
    subject: 'Set your password',
    text: `Somebody, most likely you, asked to set the password of your account.\n\nOpen this link within 72 hours. It works once:\n\n${url}\n\nIf it was not you, do nothing: your password stays as it is.\n`,
  }),
  zh: (url) => ({
    subject: '设置您的密码',
    text: `有人（很可能是您本人）请求设置您账户的密码。\n\n请在 72 小时内打开以下链接，该链接只能使用一次：\n\n${url}\n\n如果不是您本人操作，请忽略此邮件，您的密码不会改变。\n`,
  }),
};
