// Best fit by LEMON's network simplex, the same model as internal/matching:
// every mentee sends one unit to a mentor or, worth nothing, to the end; every
// place of a mentor is an arc of its own cost. Reads the text that
// scripts/peers/peers.py writes; prints served, value and milliseconds.
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <chrono>
#include <cstdio>
#include <vector>

int main(int argc, char **argv) {
  FILE *in = argc > 1 ? std::fopen(argv[1], "r") : nullptr;
  int mentees, mentors, pairs;
  long long unit;
  if (!in || std::fscanf(in, "%d %d %d %lld", &mentees, &mentors, &pairs, &unit) != 4) return 1;
  std::vector<std::vector<int>> places(mentors);
  for (auto &costs : places) {
    int n, cost;
    if (std::fscanf(in, "%d", &n) != 1) return 1;
    while (n-- > 0 && std::fscanf(in, "%d", &cost) == 1) costs.push_back(cost);
  }
  struct Pair { int mentee, mentor, fit; };
  std::vector<Pair> all(pairs);
  for (auto &p : all)
    if (std::fscanf(in, "%d %d %d", &p.mentee, &p.mentor, &p.fit) != 3) return 1;

  auto began = std::chrono::steady_clock::now();
  lemon::SmartDigraph g;
  g.reserveNode(mentees + mentors + 1);
  g.reserveArc(pairs + mentees + 3 * mentors);
  std::vector<lemon::SmartDigraph::Node> a, b;
  for (int i = 0; i < mentees; i++) a.push_back(g.addNode());
  for (int j = 0; j < mentors; j++) b.push_back(g.addNode());
  auto end = g.addNode();
  lemon::SmartDigraph::ArcMap<long long> cost(g);
  lemon::SmartDigraph::NodeMap<long long> supply(g, 0);
  for (auto &p : all) cost[g.addArc(a[p.mentee], b[p.mentor])] = -(unit + p.fit);
  for (auto &i : a) { supply[i] = 1; cost[g.addArc(i, end)] = 0; }
  for (int j = 0; j < mentors; j++)
    for (int c : places[j]) cost[g.addArc(b[j], end)] = c;
  supply[end] = -mentees;
  lemon::SmartDigraph::ArcMap<long long> upper(g, 1);
  lemon::NetworkSimplex<lemon::SmartDigraph, long long, long long> simplex(g);
  simplex.upperMap(upper).costMap(cost).supplyMap(supply);
  if (simplex.run() != simplex.OPTIMAL) return 2;
  long long worth = -simplex.totalCost(), served = (worth + unit / 2) / unit;
  double ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
  std::printf("%lld %lld %.2f\n", served, worth - served * unit, ms);
}
