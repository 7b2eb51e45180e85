local n = tonumber(arg[1])

local function a(i, j)
  return 1 / ((i + j) * (i + j + 1) / 2 + i + 1)
end

local function multiply(v, transposed)
  local n = #v
  local result = {}
  for i = 0, n - 1 do
    local sum = 0.0
    for j = 0, n - 1 do
      sum = sum + (transposed and a(j, i) or a(i, j)) * v[j + 1]
    end
    result[i + 1] = sum
  end
  return result
end

local u, v = {}, nil
for i = 1, n do u[i] = 1.0 end
for i = 1, 10 do
  v = multiply(multiply(u, false), true)
  u = multiply(multiply(v, false), true)
end
local uv, vv = 0.0, 0.0
for i = 1, n do
  uv = uv + u[i] * v[i]
  vv = vv + v[i] * v[i]
end
print(string.format('spectral_norm %.9f', math.sqrt(uv / vv)))
