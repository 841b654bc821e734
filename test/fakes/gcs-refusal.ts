/** An answer that is an error, in the words of the JSON API. */
export class ApiRefusal extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

export const noBucket = (): ApiRefusal => new ApiRefusal(404, 'notFound', 'The specified bucket does not exist.');
export const noObject = (bucket: string, name: string): ApiRefusal => new ApiRefusal(404, 'notFound', `No such object: ${bucket}/${name}`);
export const conditionFailed = (): ApiRefusal => new ApiRefusal(412, 'conditionNotMet', 'At least one of the pre-conditions you specified did not hold.');
export const notModified = (): ApiRefusal => new ApiRefusal(304, 'notModified', 'Not Modified');
