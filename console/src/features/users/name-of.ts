interface Person {
  fullname: string;
  email: string;
}

/** What a person is called. */
export const calledOf = ({ fullname, email }: Person): string => fullname || email;

/** What a person is called where one line tells who it is. */
export const nameOf = ({ fullname, email }: Person): string => (fullname ? `${fullname} (${email})` : email);
