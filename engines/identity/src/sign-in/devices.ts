/** Days for which a browser that the person trusts stands for the second factor of AS-2. */
export const trustedDays = 30;
