import { QuotaArgs } from "./kit/quota";

interface Size {
  cpuMillis: number;
  memoryMb: number;
}

/** What the namespace of loklak and its door holds: the API servers, the one dump writer, the door, and one address. */
export function webQuota(loklak: Size & { replicas: number }, door: Size & { replicas: number }): QuotaArgs {
  return {
    pods: loklak.replicas + 1 + door.replicas,
    cpuMillis: Math.max(loklak.cpuMillis, door.cpuMillis),
    memoryMb: Math.max(loklak.memoryMb, door.memoryMb),
    claims: 1,
    loadBalancers: 1,
  };
}
