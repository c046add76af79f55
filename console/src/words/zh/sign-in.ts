import type { sign_in as en } from '../en/sign-in.ts';
import type { Like } from '../shape.ts';

export const sign_in = {
  title: '登录',
  email: '邮箱',
  password: '密码',
  submit: '登录',
  ended: '您的会话已结束，请重新登录以继续。',
  forgot: '忘记密码？管理员可以为您生成设置新密码的链接。',
  link_title: '设置密码',
  link_text: '请选择用于登录的密码。',
  link_submit: '设置密码',
  link_done_title: '密码已设置',
  link_done_text: '现在可以用新密码登录。',
  link_invalid_title: '该链接无法使用',
  link_invalid_text: '链接已被使用、已被新链接替换或已过期。请向管理员索取新的链接。',
  to_sign_in: '前往登录',
  new_password: '新密码',
  repeat_password: '再次输入新密码',
  password_rules: '8 到 128 个字符；不能是常见密码，也不能是您的邮箱。',
  not_equal: '两次输入的密码不一致。',
  first_title: '请设置您自己的密码',
  first_text: '您登录所用的密码可能为他人所知，请先修改密码。',
  first_submit: '修改密码',
  first_later: '以后再说',
  fill_in: '请填写此项。',
  current_password: '当前密码',
} satisfies Like<typeof en>;
