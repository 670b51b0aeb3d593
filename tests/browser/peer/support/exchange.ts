/** Connects two media connections of one page, without the negotiation that peers have. */
import type { MediaConnection } from '../../../../widget/peer/media-connection.ts';

/** Offer and answer with all candidates, as two peers would exchange them. */
export async function exchangeOfferAnswer(
  offerer: MediaConnection,
  answerer: MediaConnection,
  isFirst = true,
): Promise<void> {
  if (isFirst) offerer.prepareOffer();
  offerer.connection.onicecandidate = ({ candidate }) =>
    void answerer.connection.addIceCandidate(candidate ?? undefined);
  answerer.connection.onicecandidate = ({ candidate }) =>
    void offerer.connection.addIceCandidate(candidate ?? undefined);
  const offer = await offerer.connection.createOffer();
  await answerer.connection.setRemoteDescription(offer);
  await offerer.connection.setLocalDescription(offer);
  answerer.acceptOffer();
  await answerer.connection.setLocalDescription();
  const answer = answerer.connection.localDescription;
  if (answer !== null) await offerer.connection.setRemoteDescription(answer);
}
