package app

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"talim/internal/db"
	"talim/internal/jobs"
)

// metrics counts what the program does. Labels name no person and no school.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
}

func newMetrics(d *db.DB) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "talim_http_requests_total", Help: "Requests answered, by method and status.",
		}, []string{"method", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "talim_http_request_seconds", Help: "Time to answer a request.",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}, []string{"method"}),
	}
	m.registry.MustRegister(m.requests, m.seconds, queue{d}, connections(d), longestTx(d),
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func connections(d *db.DB) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "talim_db_connections_in_use", Help: "Connections to the database that do something.",
	}, func() float64 { return float64(d.InUse()) })
}

func longestTx(d *db.DB) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "talim_db_longest_transaction_seconds", Help: "The longest transaction of the last five to ten minutes; a database of one file lets nobody else save meanwhile.",
	}, func() float64 { return d.LongestTx().Seconds() })
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Registry: m.registry})
}

// measured counts the answers of next.
func (m *metrics) measured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		status := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(status, r)
		method := methodLabel(r.Method)
		m.requests.WithLabelValues(method, strconv.Itoa(status.status)).Inc()
		m.seconds.WithLabelValues(method).Observe(time.Since(began).Seconds())
	})
}

// methodLabel keeps visitors from making labels of their own.
func methodLabel(method string) string {
	switch method {
	case http.MethodGet, http.MethodPost, http.MethodHead:
		return method
	}
	return "other"
}

type statusWriter struct {
	http.ResponseWriter
	status  int
	written bool
}

// WriteHeader notes the first status and passes on.
func (s *statusWriter) WriteHeader(status int) {
	if !s.written {
		s.status, s.written = status, true
	}
	s.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the writer below.
func (s *statusWriter) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// queue tells how many jobs are in which state; "dead" wants somebody to look.
type queue struct{ db *db.DB }

var queueJobs = prometheus.NewDesc("talim_jobs", "Jobs in the queue, by state.", []string{"state"}, nil)

// Describe implements prometheus.Collector.
func (q queue) Describe(out chan<- *prometheus.Desc) { out <- queueJobs }

// Collect implements prometheus.Collector.
func (q queue) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	counts, err := jobs.Counts(ctx, q.db.Read())
	if err != nil {
		out <- prometheus.NewInvalidMetric(queueJobs, err)
		return
	}
	for _, c := range counts {
		out <- prometheus.MustNewConstMetric(queueJobs, prometheus.GaugeValue, float64(c.N), c.State)
	}
}
